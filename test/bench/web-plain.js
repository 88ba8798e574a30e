/** A bare server of Node's own that answers every request with so many bytes: `node web-plain.js PORT BYTES`. */
import { createServer } from 'node:http'

const [, , port, bytes] = process.argv
const page = Buffer.alloc(Number(bytes), 'x')
createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end(page))
}).listen(Number(port), '127.0.0.1')
process.on('SIGTERM', () => process.exit())
