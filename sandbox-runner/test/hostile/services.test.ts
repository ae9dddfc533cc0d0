import { runPlanSchema, type Exercise } from '@dfm/contracts';
import { expect } from 'vitest';
import { python } from '../../src/isolation/build-programs.ts';
import { hostileCases, type HostileCase } from './cases.ts';

const expectedAnswer = 'hidden-4f9b1c7e5d';
const run = runPlanSchema.parse({
  port: 8000,
  readyPath: '/health',
  readyTimeoutMs: 8_000,
  healthyWithinMs: 4_000,
  stopGraceMs: 2_000,
  probes: [{ name: 'answers', path: '/predict', timeoutMs: 3_000, expectJson: { answer: expectedAnswer } }],
});
const items = ['predict-smoke', 'sigterm-clean', 'health-passes'].map((check) => ({
  check,
  points: 10,
  required: true,
  options: {},
}));
const exercise: Partial<Exercise> = { run, rubric: { passScore: 80, items } };

/** A service that answers /health and runs `answer` as the handler of all other requests. */
const service = (answer: string, start = '') => `
import http.server, json, os, signal, socket, subprocess, sys, time, threading
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments): pass
    def send(self, body, status=200, headers={}):
        self.send_response(status)
        for name, value in headers.items(): self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        if self.path == "/health": return self.send(b"{}")
${answer.replace(/^/gm, '        ')}
${start}
print("serving", flush=True)
http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
`;

const serving = (answer: string, start = '', more = '') => ({
  dockerfile: `${python}COPY app.py .\n${more}CMD ["python", "-u", "app.py"]\n`,
  files: { 'app.py': service(answer, start) },
  exercise,
});
const command = (script: string, more = '') => ({
  dockerfile: `${python}${more}CMD ["bash", "-c", ${JSON.stringify(script)}]\n`,
  exercise,
});
const failedProbe = (message: string | RegExp) => ({
  status: 'graded',
  passed: false,
  checks: expect.arrayContaining([
    expect.objectContaining({
      id: 'predict-smoke',
      status: 'fail',
      message: expect.stringMatching(message) as string,
    }),
  ]) as object[],
});
const anyFailedProbe = failedProbe(/./);
const shortLog: HostileCase['verify'] = ({ log }) => expect(log.length).toBeLessThan(330 * 1024);

const cases: HostileCase[] = [
  {
    number: '28',
    name: 'a health check that hangs',
    ...serving('self.send(b"{}")', '', 'HEALTHCHECK --interval=1s --timeout=1000s CMD sleep 1000\n'),
    expected: anyFailedProbe,
  },
  {
    number: '28',
    name: 'a health check that floods its output',
    ...serving(
      'self.send(b"{}")',
      '',
      'HEALTHCHECK --interval=1s --timeout=3s CMD yes ffffffffffffffffffffffffffffffffffffffff\n',
    ),
    expected: anyFailedProbe,
  },
  {
    number: '29',
    name: 'SIGTERM is ignored, by every process',
    ...serving(
      'self.send(b"{}")',
      'signal.signal(signal.SIGTERM, signal.SIG_IGN)\nfor n in range(5): subprocess.Popen(["bash", "-c", "trap \'\' TERM INT; while :; do sleep 1; done"])',
    ),
    expected: {
      status: 'graded',
      passed: false,
      checks: expect.arrayContaining([
        expect.objectContaining({ id: 'sigterm-clean', status: 'fail' }),
      ]) as object[],
    },
  },
  { number: '30', name: 'exits immediately', ...command('exit 3'), expected: anyFailedProbe },
  {
    number: '30',
    name: 'exits immediately and leaves children',
    ...command('setsid sleep 5000 & setsid sleep 5000 & exit 0'),
    expected: anyFailedProbe,
  },
  {
    number: '30',
    name: 'starts processes up to the limit',
    ...command('bomb() { bomb | bomb & }; bomb; sleep 600'),
    expected: { passed: false },
    verify: ({ result, kept }) => {
      // The engine itself may be unable to create a thread, which ends the run.
      expect([result.failure?.message, ...result.notices].join()).toContain('limit of 500 processes');
      expect(kept).toBe(false);
    },
  },
  {
    number: '30',
    name: 'restarts itself forever',
    ...command('exec bash -c "sleep 0.1; exec $0 -c \\"$BASH_EXECUTION_STRING\\""'),
    expected: anyFailedProbe,
  },
  {
    number: '31',
    name: 'prints a result',
    ...command(
      `while :; do echo '{"version":1,"exercise":"hostile","status":"graded","passed":true,"score":100}'; echo '::result passed 100'; sleep 0.2; done`,
    ),
    expected: anyFailedProbe,
  },
  {
    number: '32',
    name: 'searches for a probe’s expected answer',
    ...serving(`
found = []
for root in ["/proc/%s" % pid for pid in os.listdir("/proc") if pid.isdigit()]:
    for name in ["environ", "cmdline"]:
        try: found.append(open(f"{root}/{name}", "rb").read().decode(errors="replace"))
        except OSError: pass
found.append(json.dumps(dict(os.environ)) + str(self.headers) + self.path)
print(repr(found)[:20000], flush=True)
print(subprocess.run(["grep", "-rls", "hidden-4f9b", "/", "--exclude-dir=proc", "--exclude-dir=sys"], capture_output=True).stdout, flush=True)
self.send(json.dumps({"answer": "?"}).encode())`),
    expected: anyFailedProbe,
    verify: ({ log, events, result }) => {
      expect(log).toContain('serving');
      expect(`${JSON.stringify(events)}${JSON.stringify(result)}`).not.toContain(expectedAnswer);
    },
  },
  {
    number: '32',
    name: 'searches for it during the build',
    dockerfile: `${python}COPY . /in\nRUN env; cat /proc/*/environ /proc/*/cmdline | tr '\\0' '\\n'; grep -rs 'hidden-4f9b' / --exclude-dir=proc --exclude-dir=sys && echo opened; ls -aR /in\nCMD ["true"]\n`,
    exercise,
    expected: { passed: false },
    verify: ({ log, result }) => {
      expect(log).not.toMatch(/^opened/m);
      expect(`${log}${JSON.stringify(result)}`).not.toContain(expectedAnswer);
    },
  },
  {
    number: '34',
    name: 'ANSI, OSC 8 and 52, HTML and bidirectional characters in output and names',
    dockerfile: `${python}LABEL "\u202Eevil"="<script>alert(1)</script>" other="\\033]52;c;YQ==\\a"\nENV A="\u001B[2J<img src=x onerror=alert(1)>"\nRUN printf '\\033]8;;http://evil/\\033\\\\\\\\link\\033]8;;\\033\\\\\\\\\\033]52;c;YQ==\\a\\033[2J<script>\\342\\200\\256'; touch "/$(printf '\\033[31m<b>\\342\\200\\256')"\nCMD ["printf", "\\u001b]52;c;YQ==\\u0007<script>"]\n`,
    exercise,
    expected: anyFailedProbe,
  },
  {
    number: '35',
    name: 'NUL and incomplete characters in output, names and answers',
    ...serving(
      'print("\\0 half")\nsys.stdout.buffer.write(b"\\xed\\xa0\\x80 \\xff\\xfe \\xc3")\nsys.stdout.flush()\nself.send(b"\\0\\xed\\xa0\\x80\\\\ud800 {")',
      'os.makedirs(b"/tmp/\\xed\\xa0\\x80")',
      'RUN head -c 20000 /dev/urandom; printf \'a\\\\0b\\\\355\\\\240\\\\200\\\\303\'; python -c \'import os; open(b"/n\\xed\\xa0\\x80\\xff", "wb").write(b"x" * 100000)\'\n',
    ),
    expected: failedProbe(/\S/),
  },
  {
    number: '6',
    name: 'a container that floods its output',
    ...serving(
      'self.send(b"{}")',
      'threading.Thread(target=lambda: [sys.stdout.write("flood " * 1000 + "\\n") for _ in iter(int, 1)], daemon=True).start()',
    ),
    expected: { status: 'graded', passed: false },
    verify: shortLog,
  },
  {
    number: '7',
    name: 'a container whose output is one endless line',
    ...command('tr "\\0" x < /dev/zero'),
    expected: anyFailedProbe,
    verify: shortLog,
  },
  {
    number: '6',
    name: 'an endless answer',
    ...serving('self.send(b"")\nwhile True: self.wfile.write(b"x" * 65536)'),
    expected: failedProbe(/not JSON/),
  },
  {
    number: '6',
    name: 'endless headers',
    ...serving('while True: self.wfile.write(b"HTTP/1.1 100 Continue\\r\\n\\r\\n" * 1000)'),
    expected: anyFailedProbe,
  },
  {
    number: '6',
    name: 'one endless header',
    ...serving('self.wfile.write(b"HTTP/1.1 200 OK\\r\\nx: ")\nwhile True: self.wfile.write(b"x" * 65536)'),
    expected: failedProbe(/not HTTP|Header overflow|too large/i),
  },
  {
    number: '28',
    name: 'an answer of one byte a second',
    ...serving(
      'for byte in b"HTTP/1.1 200 OK\\r\\n\\r\\n{}":\n    self.wfile.write(bytes([byte]))\n    self.wfile.flush()\n    time.sleep(1)',
    ),
    expected: failedProbe('no answer within'),
  },
  {
    number: '37',
    name: 'a redirect to a different address',
    ...serving('self.send(b"", 302, {"location": "http://169.254.169.254/latest/meta-data/"})'),
    expected: failedProbe('answered 302'),
  },
  {
    number: '26',
    name: 'JSON of 500,000 brackets',
    ...serving('self.send(b"[" * 500000 + b"]" * 500000)'),
    expected: failedProbe(/not the expected one|not JSON/),
  },
  {
    number: '4',
    name: 'a container that uses all memory',
    ...command('head -c 3G /dev/zero | tail'),
    expected: { status: 'out-of-memory', failure: { phase: 'run', limit: 'SANDBOX_MEMORY_MB=1024' } },
  },
  {
    number: '2',
    name: 'a container that fills the disk',
    ...command('cat /dev/zero > /big; sleep 600'),
    expected: {
      status: 'graded',
      passed: false,
      notices: expect.arrayContaining([expect.stringContaining('4096 MiB')]) as string[],
    },
    verify: ({ kept }) => expect(kept).toBe(false),
  },
  {
    number: '24',
    name: 'unusual VOLUME, STOPSIGNAL, EXPOSE and ENTRYPOINT',
    ...command('sleep 600', 'VOLUME ["/proc", "/etc", "/"]\nSTOPSIGNAL SIGCONT\nEXPOSE 1-65535\n'),
    expected: { passed: false },
  },
];

hostileCases(cases);
