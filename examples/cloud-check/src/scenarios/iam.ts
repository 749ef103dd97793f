import { withoutIds, type Scenario } from '../scenario.js';

export const iamScenarios: readonly Scenario[] = [
  {
    name: 'iam.errors',
    question: 'In which form does IAM refuse over REST?',
    spends: {},
    async run({ cloud }) {
      const bodies: Record<string, string> = {
        'a JWT that is none': JSON.stringify({ jwt: 'not-a-jwt' }),
        'no identity': '{}',
        'no JSON': 'hello',
      };
      const facts = [];
      for (const [name, body] of Object.entries(bodies)) {
        const response = await fetch(`${cloud.endpoints.iam}/iam/v1/tokens`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
        facts.push(
          { name: `${name}: HTTP status`, is: response.status },
          { name: `${name}: fields`, is: Object.keys(answer).sort() },
          {
            name: `${name}: text`,
            is: withoutIds(typeof answer['message'] === 'string' ? answer['message'] : 'none'),
          },
        );
      }
      return facts;
    },
  },
];
