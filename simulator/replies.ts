export const ok = (data: unknown): Record<string, unknown> => ({ data, error: 0, message: "Success" });
export const no = (error: number, message: string): Record<string, unknown> => ({ error, message });
