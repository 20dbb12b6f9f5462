/** Hocuspocus as it comes, storing nothing: what the hub is measured against. */
import { Server } from '@hocuspocus/server';

const server = new Server({ port: Number(process.argv[2]), address: '127.0.0.1', quiet: true });
await server.listen();
console.log('ready');
