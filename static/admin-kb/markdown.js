// Keeps the preview below each Markdown box up to date as one types. One listener for the whole page serves boxes that
// are added later, too. What the server answers has been cleaned there, and the page's policy lets no script in it run.
"use strict";
(() => {
  const DELAY = 400; // milliseconds of rest before the preview is asked for
  const waiting = new WeakMap(); // box -> timer
  const asking = new WeakMap(); // box -> the request under way

  function show(box, html, problem) {
    const preview = box.closest(".markdown-editor").querySelector(".markdown-preview");
    const message = preview.querySelector(".markdown-preview-problem");
    message.textContent = problem;
    message.hidden = !problem;
    if (!problem) preview.querySelector(".markdown-preview-text").innerHTML = html;
  }

  async function refresh(box) {
    asking.get(box)?.abort();
    const request = new AbortController();
    asking.set(box, request);
    try {
      const answer = await fetch(box.dataset.previewUrl, {
        method: "POST",
        // The cookie cannot be read by scripts; the form holds the same token.
        headers: { "X-CSRFToken": box.form.elements.csrfmiddlewaretoken.value },
        body: new URLSearchParams({ text: box.value }),
        signal: request.signal,
      });
      if (answer.redirected) return show(box, "", "You have been signed out. Sign in again in another window before you save.");
      const text = await answer.text();
      if (answer.ok) return show(box, text, "");
      const inWords = answer.headers.get("Content-Type")?.startsWith("text/plain");
      show(box, "", inWords ? text : "The preview cannot be shown now; the text can still be saved.");
    } catch (error) {
      if (error.name !== "AbortError") show(box, "", "The server does not answer; the preview is not up to date.");
    }
  }

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches("textarea[data-preview-url]")) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(refresh, DELAY, box));
  });

  // A link in the preview must not take the form away with what is not saved yet.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".markdown-preview a[href]");
    if (!link) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  });
})();
