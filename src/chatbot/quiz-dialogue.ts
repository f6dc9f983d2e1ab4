export { readAnswer } from "../quizzes/read-answer.ts";
