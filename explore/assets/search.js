// Finds agencies in a site of files, where no server can look.
(() => {
  "use strict";
  const list = document.getElementById("agencies");
  const words = new URLSearchParams(location.search).get("q") || "";
  if (!list) return;
  document.getElementById("q").value = words;
  fetch(list.dataset.index).then((r) => r.json()).then((agencies) => {
    const found = agencies.filter(([, name]) => words && name.toLowerCase().includes(words.toLowerCase())).slice(0, 100);
    for (const [key, name, reports] of found) {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = `agencies/${encodeURIComponent(key)}/index.html`;
      link.textContent = name;
      item.append(link, ` ${reports}`);
      list.append(item);
    }
    document.getElementById("none").hidden = found.length > 0 || !words;
  });
})();
