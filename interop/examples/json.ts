// Scores from an HTTP API
import { softmax } from "@actfn/softmax";
import { argmax, tensor } from "@actfn/tensor";

const address = 'data:application/json,{"labels":["cat","dog","fox"],"scores":[[2.0,1.0,0.1],[0.3,2.5,-1.0]]}';

const response = await fetch(address); // "https://api.example.com/classify"
const { labels, scores } = (await response.json()) as { labels: string[]; scores: number[][] };

const probabilities = softmax(tensor(scores), -1); // tensor() throws where a row is shorter than the others
console.log(probabilities);

const likeliest = argmax(probabilities, -1).toArray() as number[];
console.log(likeliest.map((label) => labels[label]));
