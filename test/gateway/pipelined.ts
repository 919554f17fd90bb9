import { connect } from 'node:net';

/** The same request many times on one connection, none waiting for an answer. */
export async function pipelined(port: number, request: string, times: number) {
  const socket = connect(port, '127.0.0.1');
  const statuses: Record<string, number> = {};
  let [answers, retryAfter, rest] = [0, 0, ''];
  const done = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (part) => {
      const lines = (rest + part.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const status = /HTTP\/1\.1 (\d{3}) /.exec(line)?.[1];
        if (status !== undefined) {
          statuses[status] = (statuses[status] ?? 0) + 1;
          answers += 1;
        }
        if (line.startsWith('retry-after: ')) retryAfter = Number(line.slice(13));
      }
      if (answers === times) resolve();
    });
  });
  socket.write(request.repeat(times));
  await done;
  socket.destroy();
  return { statuses, retryAfter };
}
