export { softmax } from "./softmax.js";
