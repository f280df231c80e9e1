// Far from zero it saturates, and never overflows
import { sigmoid } from "@actfn/sigmoid";

console.log(sigmoid([-1000.0, -50.0, -5.0, 0.0, 5.0, 50.0, 1000.0]));
