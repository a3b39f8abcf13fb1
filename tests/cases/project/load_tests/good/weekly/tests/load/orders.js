import http from 'k6/http';
import { check } from 'k6';

export const options = {
  vus: 50,
  duration: '10m',
  thresholds: { http_req_duration: ['p(95)<500'] },
};

export default function () {
  const answer = http.post('https://orders.example.com/graphql', JSON.stringify({ query: '{ orders { id } }' }));
  check(answer, { 'status is 200': (r) => r.status === 200 });
}
