import { appendFileSync } from "node:fs";

/**
 * Tells later steps of a workflow something; elsewhere, nothing is done.
 * @param value without line breaks
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-output-parameter
 */
export function stepOutput(name: string, value: string, environment = process.env): void {
  const { GITHUB_OUTPUT: file } = environment;
  if (file) {
    appendFileSync(file, `${name}=${value}\n`);
  }
}

/**
 * What people see of a run on its own page.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
export function jobSummary(markdown: string, environment = process.env): void {
  const { GITHUB_STEP_SUMMARY: file } = environment;
  if (file) {
    appendFileSync(file, `${markdown}\n`);
  }
}
