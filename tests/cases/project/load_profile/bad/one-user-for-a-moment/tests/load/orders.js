import http from 'k6/http';

export const options = { vus: 1, duration: '10s' };

export default function () {
  http.post('https://orders.example.com/graphql', { query: '{ orders { id } }' });
}
