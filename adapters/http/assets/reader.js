/** The reader: completes links that name a place after the # alone, and copies quotations. */
const PLACE = /^#s=(\d{1,9}-\d{1,9})$/

/** The server marks the place; a link from elsewhere may name it in its fragment only. */
function complete() {
  const place = PLACE.exec(location.hash)?.[1]
  const url = new URL(location.href)
  if (place === undefined || url.searchParams.get('s') === place) return
  // The words that the address describes are those of another place.
  if (url.searchParams.has('s')) url.searchParams.delete('w')
  url.searchParams.set('s', place)
  location.replace(url)
}
complete()
addEventListener('hashchange', complete)

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = document.getElementById(button.dataset.copy)
    try {
      await navigator.clipboard.writeText(text.value)
    } catch {
      // Without a secure connection browsers have no clipboard: the text is selected, to be copied by hand.
      text.closest('details').open = true
      text.focus()
      text.select()
      return
    }
    document.getElementById('copied').textContent = button.dataset.copied
  })
}
