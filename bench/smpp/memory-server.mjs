// A process that holds nothing but an SMPP server: the library whose address it is given, and no flags. Plain JavaScript,
// so that nothing is loaded to run it. Says its port, and how much memory it holds whenever it is asked.
const { SmppServer } = await import(process.argv[2])
const server = await SmppServer.listen({
  port: 0,
  limits: { maxSocketsPerAddress: 100_000 },
  onBind: () => true,
  onRequest: () => ({ messageId: '00000001' }),
})
process.on('message', () => process.send(process.memoryUsage.rss()))
process.send(server.address.port)
