import http from 'k6/http';
import { check } from 'k6';

// Far more concurrent users than the pools of all services have connections: requests queue, none may fail.
export const options = {
  vus: 300,
  duration: '5m',
  thresholds: {
    http_req_failed: ['rate<0.01'],
    http_req_duration: ['p(95)<2000'],
  },
};

export default function () {
  const ids = Array.from({ length: 50 }, (_, i) => `"user-${__VU}-${i}"`).join(', ');
  const query = JSON.stringify({ query: `{ users(ids: [${ids}]) { id } }` });
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${__ENV.TOKEN}` };
  const response = http.post(`${__ENV.BASE_URL}/graphql`, query, { headers });
  check(response, { 'status is 200': (r) => r.status === 200 });
}
