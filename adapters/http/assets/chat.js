/** The chat without loading the page anew: what changed comes as pieces of the same page, and replaces or joins what stands there. */
const messages = document.querySelector('#messages')
const notice = document.querySelector('#notice')
const say = document.querySelector('#say')
const field = say.elements.namedItem('text')
/** Milliseconds between questions whether something came unasked. */
const BETWEEN = 15_000

document.addEventListener('submit', async (event) => {
  const form = event.target
  event.preventDefault()
  const body = new FormData(form, event.submitter)
  const isExample = event.submitter?.name === 'example'
  if (form === say && !isExample && field.value.trim() === '' && !(body.get('file')?.size > 0)) return
  if (event.submitter) event.submitter.disabled = true
  show(say.dataset.sending)
  try {
    await take(await fetch(form.action, { method: 'POST', body: encoded(form, body), headers: revision() }), true)
    if (form === say) say.reset()
  } catch {
    show(say.dataset.failed)
  } finally {
    if (event.submitter) event.submitter.disabled = false
    if (form === say && !isExample) field.focus()
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

/** A form's data as the form says it is to be sent. */
function encoded(form, body) {
  return form.enctype === 'multipart/form-data' ? body : new URLSearchParams(body)
}

function revision() {
  return { 'x-sanad-part': messages.dataset.revision }
}

async function take(response, isMine) {
  if (!response.ok) throw new Error(String(response.status))
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const news = page.querySelector('[data-revision]')
  if (news === null) throw new Error('not a piece of the page')
  // Another answer may have been quicker.
  if (Number(news.dataset.revision) < Number(messages.dataset.revision)) return
  messages.dataset.revision = news.dataset.revision
  if (isMine) say.elements.namedItem('id').value = news.dataset.next
  if (news.dataset.cleared !== undefined) messages.replaceChildren()
  let last
  for (const { content, dataset } of news.querySelectorAll('template')) {
    const message = document.adoptNode(content.firstElementChild)
    const before = document.getElementById(message.id)
    const after = document.getElementById(dataset.after)
    if (before !== null) before.replaceWith(message)
    else if (after !== null) after.after(message)
    else messages.append(message)
    last = message
  }
  const remark = news.querySelector('.notice')
  show(remark?.textContent ?? '')
  document.querySelector('.intro').hidden = messages.childElementCount > 0
  if (isMine) last?.scrollIntoView({ block: last.offsetHeight > innerHeight ? 'start' : 'nearest' })
}

function show(text) {
  notice.textContent = ''
  if (text === '') return
  const remark = document.createElement('p')
  remark.className = 'notice'
  remark.textContent = text
  notice.append(remark)
}
