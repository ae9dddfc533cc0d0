/** A member of a tar. Names and links are written unchanged. */
export interface TarMember {
  name: string;
  /** `0` a file, `1` a hard link, `2` a symbolic link, `3` a character device. */
  type: '0' | '1' | '2' | '3';
  link?: string;
  data?: string;
  mode?: number;
}

export function tarFile(members: readonly TarMember[]): Buffer {
  const blocks = members.flatMap(({ name, type, link = '', data = '', mode = 0o644 }) => {
    const header = Buffer.alloc(512);
    const octal = (value: number, at: number, length: number) =>
      header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
    header.write(name);
    octal(mode, 100, 8);
    octal(0, 108, 8);
    octal(0, 116, 8);
    octal(data.length, 124, 12);
    octal(0, 136, 12);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write('ustar\u000000', 257);
    octal(8, 329, 8);
    octal(0, 337, 8);
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      148,
      8,
    );
    const content = Buffer.alloc(Math.ceil(data.length / 512) * 512);
    content.write(data);
    return [header, content];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
