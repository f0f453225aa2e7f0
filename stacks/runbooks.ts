/** `docs/runbooks` of this repository, where those who are told of an alert read it. */
export const RUNBOOKS = "https://git.example.com/thoughts/infrastructure/-/blob/main/docs/runbooks";
