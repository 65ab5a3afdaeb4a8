// Applies the chosen appearance before the first paint. A classic script on purpose: modules wait.
(function () {
  try {
    const chosen = localStorage.getItem("earshot.theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be forbidden; the device's own setting applies then.
  }
})();
