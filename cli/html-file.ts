/** A page for a browser. */
export interface HtmlFile {
  readonly title: string;
  /** CSS. */
  readonly style: string;
  /** HTML of what is between the `body` tags. */
  readonly body: string;
}

/** A page as one file that loads nothing and runs nothing, whatever is in it. */
export function htmlFile({ title, style, body }: HtmlFile): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title><style>${style}</style></head>`,
    `<body>${body}</body></html>\n`,
  ].join("\n");
}
