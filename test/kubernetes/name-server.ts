import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const A = 1;
const answerFlags = 0x8180;

/**
 * The names of Services for pods, as CoreDNS would serve them: the cluster of the tests has none. Answers
 * queries for IPv4 addresses, according to RFC 1035, section 4; of other names and types, it knows nothing.
 */
export class NameServer {
  readonly #socket = createSocket('udp4');
  readonly #names: readonly string[];
  readonly #address: string;

  /** @param address of all names */
  constructor(names: readonly string[], address: string) {
    this.#names = names;
    this.#address = address;
    this.#socket.on('message', (query, from) =>
      this.#socket.send(this.#answer(query), from.port, from.address),
    );
  }

  async open(address: string): Promise<void> {
    this.#socket.bind(53, address);
    await once(this.#socket, 'listening');
  }

  close(): void {
    this.#socket.close();
  }

  #answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at]!; length > 0; length = query[at]!) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const question = query.subarray(12, at + 5);
    const isKnown = this.#names.includes(labels.join('.').toLowerCase()) && query.readUInt16BE(at + 1) === A;
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(answerFlags, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(isKnown ? 1 : 0, 6);
    if (!isKnown) return Buffer.concat([header, question]);
    // The name is that of the question; type A, class IN, no caching, four bytes.
    const bytes = this.#address.split('.').map(Number);
    const record = Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, 0, 0, 4, ...bytes]);
    return Buffer.concat([header, question, record]);
  }
}
