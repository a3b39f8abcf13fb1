import http from 'k6/http';
import { check, sleep } from 'k6';

// Steady load for an hour: a leak of memory or connections shows as growing latency at the end.
export const options = {
  vus: 50,
  duration: '1h',
  thresholds: {
    http_req_failed: ['rate<0.001'],
    http_req_duration: ['p(99)<500'],
  },
};

export default function () {
  const query = JSON.stringify({ query: '{ users(ids: ["ada", "grace"]) { name } }' });
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${__ENV.TOKEN}` };
  const response = http.post(`${__ENV.BASE_URL}/graphql`, query, { headers });
  check(response, { 'status is 200': (r) => r.status === 200 });
  sleep(0.5);
}
