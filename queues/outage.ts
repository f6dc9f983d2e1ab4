/** Whether a failure is MongoDB's or Redis's absence: then the same work is tried again until they are back. */
export const isOutage = (error: unknown): boolean =>
  error instanceof Error &&
  /Mongo(Network|ServerSelection|NotConnected|Pool|Server)|buffering|ECONN|Connection is closed|Command timed out|topology|not connected|EPIPE/i.test(
    `${error.name} ${error.message}`,
  );
