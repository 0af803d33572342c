/** Does the work now, or, where the address asks to `?wait`, at a tap: the form's code is here and running by then. */
export function onTap(work: () => void): void {
  if (!new URLSearchParams(location.search).has('wait')) return work()
  const button = document.createElement('button')
  button.id = 'open'
  button.textContent = '打开'
  button.addEventListener('click', () => {
    button.remove()
    work()
  })
  document.body.prepend(button)
}
