// Folds the part of a text that is marked: puts "+++" on lines of its own around it.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-fold]")) {
    const box = document.getElementById(button.dataset.fold);
    button.parentElement.hidden = false;
    button.addEventListener("click", () => {
      const { selectionStart: from, selectionEnd: to, value } = box;
      const before = value.slice(0, from).trimEnd();
      const within = value.slice(from, to).trim();
      const start = before ? `${before}\n\n` : "";
      box.value = `${start}+++ \n${within}\n+++\n\n${value.slice(to).trimStart()}`;
      const label = start.length + 4;
      box.focus();
      box.setSelectionRange(label, label);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
})();
