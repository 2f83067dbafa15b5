// What the page does better with a script. Without it every link and form works as the server sends it.
"use strict";
(function () {
  var root = document.documentElement;
  root.classList.add("scripted");

  function all(selector, within) { return Array.from((within || document).querySelectorAll(selector)); }
  function say(text) { var said = document.getElementById("said"); if (said) { said.textContent = text; } }

  // Answers under a radio button show when it is chosen.
  function showUnder(within) {
    all("[data-for]", within).forEach(function (part) {
      var form = part.closest("form");
      var chosen = form && form.querySelector("input[name=state]:checked");
      part.classList.toggle("is-on", Boolean(chosen) && chosen.value === part.dataset.for);
    });
  }
  document.addEventListener("change", function (event) { if (event.target.name === "state") { showUnder(); } });

  // Errors and refusals get the focus.
  function focusProblem(within) {
    var problem = (within || document).querySelector("[data-focus]");
    if (problem) { problem.focus(); }
    return Boolean(problem);
  }

  // ---- Uploads: dropped files, with progress.
  var drop = document.getElementById("drop");
  function send(files) {
    var list = Array.from(files), status = document.getElementById("upload"), bar = document.getElementById("upload-bar");
    if (!list.length) { return; }
    var data = new FormData(), request = new XMLHttpRequest();
    data.append("form_token", drop.querySelector("[name=form_token]").value);
    list.forEach(function (file) { data.append("files", file, file.name); });
    request.open("POST", drop.action);
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) { bar.value = 100 * event.loaded / event.total; }
    });
    request.addEventListener("load", function () {
      if (request.status < 400) { location.assign(request.responseURL); return; }
      var answer = new DOMParser().parseFromString(request.responseText, "text/html");
      document.title = answer.title;
      document.getElementById("main").replaceWith(answer.getElementById("main"));
      ready();
    });
    request.addEventListener("error", function () { bar.hidden = true; status.textContent = "The upload failed. Try again."; });
    bar.hidden = false;
    status.textContent = "Uploading " + (list.length === 1 ? list[0].name : list.length + " files") + "…";
    request.send(data);
  }
  function prepareUploads() {
    drop = document.getElementById("drop");
    if (!drop) { return; }
    drop.addEventListener("submit", function (event) { event.preventDefault(); send(drop.querySelector("input[type=file]").files); if (!drop.querySelector("input[type=file]").files.length) { drop.submit(); } });
    ["dragenter", "dragover"].forEach(function (name) {
      document.addEventListener(name, function (event) { event.preventDefault(); drop.classList.add("is-over"); });
    });
    document.addEventListener("dragleave", function (event) { if (!event.relatedTarget) { drop.classList.remove("is-over"); } });
    document.addEventListener("drop", function (event) { event.preventDefault(); drop.classList.remove("is-over"); send(event.dataTransfer.files); });
  }

  // ---- Waiting for documents that are being read.
  function stateOf(token) { return fetch("/documents/" + token + "/state").then(function (answer) { return answer.json(); }); }
  function wait(token, from) {
    setTimeout(function () {
      stateOf(token).then(function (answer) {
        if (answer.state !== from) { location.reload(); } else { wait(token, from); }
      }, function () { wait(token, from); });
    }, 700);
  }
  function prepareWaiting() {
    var coming = document.getElementById("coming"), list = document.getElementById("documents");
    var tokens = coming ? [coming.dataset.coming] : list && list.dataset.coming ? list.dataset.coming.split(" ") : [];
    tokens.forEach(function (each) { wait(each.split(":")[0], each.split(":")[1]); });
  }

  // ---- The workspace: findings beside the text, one after another.
  var panel, workspace;
  function show(address, options, push) {
    options = options || {};
    options.headers = Object.assign({ "X-Part": "panel" }, options.headers);
    return fetch(address, options).then(function (answer) {
      if (answer.status >= 500 || !/html/.test(answer.headers.get("content-type") || "")) { throw new Error("no panel"); }
      return answer.text().then(function (text) {
        if (/<html/i.test(text)) { location.assign(answer.url); return; }
        panel.innerHTML = text;
        if (push) { history.pushState(null, "", answer.url.replace(/([?&])done=[a-z-]+/, "$1").replace(/[?&]$/, "")); }
        arrived();
      });
    }).catch(function () { if (options.method === "POST") { say("The server could not be reached. Nothing was saved; try again."); } else { location.assign(address); } });
  }
  function arrived() {
    showUnder(panel);
    var top = panel.querySelector("[data-finding]"), id = top && top.classList.contains("panel-top") ? top.dataset.finding : "";
    all("mark[data-current]").forEach(function (mark) { mark.removeAttribute("data-current"); mark.querySelector("a").removeAttribute("aria-current"); });
    panel.scrollTop = 0;
    var mark = id && document.getElementById("at-" + id);
    if (mark) {
      mark.className = mark.className.replace(/is-\w+/, "is-" + top.dataset.state);
      mark.setAttribute("data-current", "");
      mark.querySelector("a").setAttribute("aria-current", "true");
      if (matchMedia("(min-width: 62em)").matches) { mark.scrollIntoView({ block: "center" }); }
    }
    if (!focusProblem(panel)) {
      var title = document.getElementById("finding-title");
      if (title) { title.focus({ preventScroll: Boolean(mark) && matchMedia("(min-width: 62em)").matches }); say(title.textContent); }
    }
  }
  function prepareWorkspace() {
    workspace = document.getElementById("workspace");
    panel = document.getElementById("panel");
    if (!workspace) { return; }
    document.addEventListener("click", function (event) {
      var link = event.target.closest("a[data-panel], mark a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      show(link.href, {}, true);
    });
    document.addEventListener("submit", function (event) {
      if (!event.target.matches("[data-panel-form]")) { return; }
      event.preventDefault();
      show(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) }, true);
    });
    addEventListener("popstate", function () { show(location.href, {}, false); });
    document.addEventListener("selectionchange", offerMissed);
    var mark = document.querySelector("mark[data-current]");
    if (mark && matchMedia("(min-width: 62em)").matches) { mark.scrollIntoView({ block: "center" }); }
  }

  // Keys, which can be turned off (WCAG 2.1.4).
  function keysOn() { try { return localStorage.getItem("keys") !== "off"; } catch (error) { return true; } }
  document.addEventListener("change", function (event) {
    if (event.target.id === "keys") { try { localStorage.setItem("keys", event.target.checked ? "on" : "off"); } catch (error) { /* private window */ } }
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !keysOn() || event.target.closest("input:not([type=checkbox]), textarea, select")) { return; }
    var steps = { j: "[data-step=next]", k: "[data-step=previous]", o: "[data-step=open]", l: ".panel-top > p a" };
    var link = steps[event.key] && document.querySelector(steps[event.key]);
    if (!link && event.key === "j" && panel) { link = panel.querySelector(".findings a"); }
    if (event.key === "d" && panel) { link = panel.querySelector(".settle input[type=radio], .settle summary"); if (link) { event.preventDefault(); link.focus(); } return; }
    if (link) { event.preventDefault(); link.click(); }
  });

  // Words selected in the text can be marked as a missed promise: offsets go to the server, never the words.
  function offset(node, at) {
    var block = (node.nodeType === 1 ? node : node.parentElement).closest("[data-start]");
    if (!block) { return -1; }
    var walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), count = 0, text;
    while ((text = walker.nextNode())) {
      if (text === node) { return Number(block.dataset.start) + count + Array.from(node.data.slice(0, at)).length; }
      if (!text.parentElement.closest(".vh")) { count += Array.from(text.data).length; }
    }
    return -1;
  }
  function offerMissed() {
    var pick = document.getElementById("pick"), selection = getSelection();
    if (!pick) { return; }
    var range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    var start = range ? offset(range.startContainer, range.startOffset) : -1, end = range ? offset(range.endContainer, range.endOffset) : -1;
    pick.hidden = start < 0 || end <= start;
    if (pick.hidden) { return; }
    var box = range.getBoundingClientRect();
    var link = pick.querySelector("a");
    link.href = "/documents/" + workspace.dataset.token + "/missed?start=" + start + "&end=" + end;
    pick.style.left = Math.max(8, Math.min(box.left, innerWidth - 280)) + scrollX + "px";
    pick.style.top = box.bottom + scrollY + 8 + "px";
  }

  function ready() { showUnder(); prepareUploads(); prepareWaiting(); focusProblem(); var keys = document.getElementById("keys"); if (keys) { keys.checked = keysOn(); } }
  prepareWorkspace();
  ready();
})();
