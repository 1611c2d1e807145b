"""Makes the page, opens it in a browser, and looks at what the browser made of it."""
import html.parser, http.server, json, re, struct, subprocess, sys, threading, zlib

requests = []


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        requests.append(self.path)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"


def run(*command, **options):
    return subprocess.run(command, capture_output=True, check=True, **options).stdout


def browser(*options):
    result = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         "--enable-logging=stderr", "--user-data-dir=profile", *options],
        capture_output=True, timeout=60, check=True)
    messages = [line for line in result.stderr.decode().splitlines() if "CONSOLE" in line]
    return result.stdout.decode(), messages


def pixel(path):
    """The size of a picture, and its first pixel."""
    data = open(path, "rb").read()
    width, height = struct.unpack(">II", data[16:24])
    packed = b"".join(
        data[m.end():m.end() + struct.unpack(">I", data[m.start() - 4:m.start()])[0]]
        for m in re.finditer(b"IDAT", data))
    return width, zlib.decompressobj().decompress(packed, 4)[1:4]


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.text = {}, set(), []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.text.append(data)


open("export.ndjson", "wb").write(run(sys.executable, "export.py", address))
page = run("qextract", "-q", "--report=html", "export.ndjson").decode()
report = json.loads(run("qextract", "-q", "--report=json", "export.ndjson"))
open("page.html", "w", encoding="utf-8").write(page)

dom, messages = browser("--dump-dom", f"{address}/page.html")
print("console:", messages)
print("requests:", requests)
parsed = Page()
parsed.feed(dom)
for tag in ["script", "img", "iframe", "link", "h1", "main"]:
    print(f"{tag}: {parsed.tags.get(tag, 0)}")
print("attributes:", *sorted(parsed.attributes))

text = " ".join(parsed.text)
words = set(re.split(r"\s+", text))
numbers = [report[name] for name in ["batches", "events", "users", "past_replay_window"]]
numbers += [entry["count"] for kind in ["event_names", "platforms", "environments", "plans"]
            for entry in report[kind][:20]]
numbers += [count for line in [report["timeline"]] + report["timeline"]["names"]
            for count in line["counts"]]
print("numbers missing:", [n for n in set(numbers) if f"{n:,}" not in words])


def shown(name):
    unfit = "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
    return re.sub(unfit, lambda m: "\\u{%x}" % ord(m[0]), name).replace("\ud800", "\ufffd")


missing = [entry["name"] for entry in report["event_names"]
           if shown(entry["name"]).replace("\ufffd", "") not in text]
print("names missing:", [name[:40] for name in missing])

# A frame as narrow as a telephone tells whether anything is wider.
open("frame.html", "w", encoding="utf-8").write("""<title></title><iframe width=400 height=900
  src=page.html onload="document.title = contentDocument.documentElement.scrollWidth"></iframe>""")
frame, _ = browser("--dump-dom", f"{address}/frame.html")
print("widest at 400 points:", re.search(r"<title>(.*?)</title>", frame)[1])

for width, scheme in [(1200, "1"), (400, "0")]:
    browser(f"--window-size={width},900", f"--blink-settings=preferredColorScheme={scheme}",
            "--screenshot=page.png", f"{address}/page.html")
    size, first = pixel("page.png")
    print(f"{size} points, {'light' if min(first) > 200 else 'dark' if max(first) < 50 else first}")

browser("--print-to-pdf=page.pdf", f"{address}/page.html")
print("printed pages:", len(re.findall(rb"/Type\s*/Page\b", open("page.pdf", "rb").read())))
