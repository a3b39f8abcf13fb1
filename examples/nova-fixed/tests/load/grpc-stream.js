import grpc from 'k6/net/grpc';
import { check } from 'k6';

export const options = {
  vus: 20,
  duration: '5m',
  thresholds: { checks: ['rate>0.99'] },
};

const client = new grpc.Client();
client.load(['../../backend/proto'], 'user.proto');

export default function () {
  client.connect(__ENV.GRPC_ADDRESS, { plaintext: true });
  const stream = new grpc.Stream(client, 'nova.user.v1.UserService/StreamUsers');
  let received = 0;
  stream.on('data', () => { received += 1; });
  stream.on('end', () => {
    check(received, { 'the stream was not empty': (n) => n > 0 });
    client.close();
  });
  stream.write({});
  stream.end();
}
