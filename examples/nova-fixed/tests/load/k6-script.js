import http from 'k6/http';
import { check, sleep } from 'k6';

export const options = {
  vus: 100,
  duration: '5m',
  thresholds: {
    http_req_duration: ['p(99)<500'],
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
  },
};

export default function () {
  const query = JSON.stringify({ query: '{ user(id: "ada") { id name } }' });
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${__ENV.TOKEN}` };
  const response = http.post(`${__ENV.BASE_URL}/graphql`, query, { headers });
  check(response, {
    'status is 200': (r) => r.status === 200,
    'the user is there': (r) => r.json('data.user.id') === 'ada',
  });
  sleep(1);
}
