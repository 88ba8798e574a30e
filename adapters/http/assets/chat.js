/** The chat without loading the page anew: what changed comes as pieces of the same page, and replaces or joins what stands there. */
const messages = document.querySelector('#messages')
const notice = document.querySelector('#notice')
const say = document.querySelector('#say')
const field = say.elements.namedItem('text')
const id = say.elements.namedItem('id')
/** Milliseconds between questions whether something came unasked. */
const BETWEEN = 15_000

document.addEventListener('submit', async (event) => {
  const { target: form, submitter } = event
  event.preventDefault()
  const body = new FormData(form, submitter)
  const isExample = submitter?.name === 'example'
  if (form === say && !isExample && field.value.trim() === '' && !(body.get('file')?.size > 0)) return
  const isWritten = form === say && !isExample
  const written = field.value
  const hadFocus = document.activeElement === submitter
  // Another message may be sent before this one is answered.
  if (form === say) id.value = named()
  if (submitter) submitter.disabled = true
  show(say.dataset.sending)
  let last
  try {
    last = await take(
      await fetch(form.action, { method: 'POST', body: encoded(form, body), headers: revision() }),
      true,
    )
    if (isWritten && field.value === written) say.reset()
  } catch {
    // Sent again it is the same message, which may have been answered.
    if (isWritten && field.value === written) id.value = body.get('id')
    show(say.dataset.failed)
  } finally {
    if (submitter) submitter.disabled = false
    if (isWritten) field.focus()
    else if (hadFocus && submitter.isConnected) submitter.focus({ preventScroll: true })
    else if (hadFocus) last?.focus({ preventScroll: true })
  }
})

field.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  say.requestSubmit(say.querySelector('.send'))
})

setInterval(async () => {
  if (document.hidden) return
  try {
    await take(await fetch(`/news?after=${messages.dataset.revision}`, { headers: revision() }), false)
  } catch {
    // There will be another time.
  }
}, BETWEEN)

/** What the server takes for a message of its own. */
function named() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A form's data as the form says it is to be sent. */
function encoded(form, body) {
  return form.enctype === 'multipart/form-data' ? body : new URLSearchParams(body)
}

function revision() {
  return { 'x-sanad-part': messages.dataset.revision }
}

async function take(response, isMine) {
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const news = page.querySelector('[data-revision]')
  if (news === null) throw new Error('not a piece of the page')
  // Another answer may have been quicker.
  if (Number(news.dataset.revision) < Number(messages.dataset.revision)) return
  messages.dataset.revision = news.dataset.revision
  if (news.dataset.cleared !== undefined) messages.replaceChildren()
  let first
  let last
  for (const { content, dataset } of news.querySelectorAll('template')) {
    const message = document.adoptNode(content.firstElementChild)
    const before = document.getElementById(message.id)
    const after = document.getElementById(dataset.after)
    if (before !== null) before.replaceWith(message)
    else if (after !== null) after.after(message)
    else messages.append(message)
    first ??= message
    last = message
  }
  if (isMine) show(news.querySelector('.notice')?.textContent ?? '')
  document.querySelector('.intro').hidden = messages.childElementCount > 0
  if (isMine) first?.scrollIntoView({ block: 'start' })
  return last
}

function show(text) {
  notice.textContent = ''
  if (text === '') return
  const remark = document.createElement('p')
  remark.className = 'notice'
  remark.textContent = text
  notice.append(remark)
}
