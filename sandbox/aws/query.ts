/** The values of a list in the query protocols' form: `<prefix>.1`, `<prefix>.2`, … */
export function listed(form: URLSearchParams, prefix: string): readonly string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form.get(`${prefix}.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

/** The values of the EC2 filter with that name; undefined if there is none. */
export function filterOf(form: URLSearchParams, name: string): readonly string[] | undefined {
  for (let index = 1; form.has(`Filter.${index}.Name`); index += 1) {
    if (form.get(`Filter.${index}.Name`) === name) return listed(form, `Filter.${index}.Value`);
  }
  return undefined;
}
