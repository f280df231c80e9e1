export declare function nodeProblem(version: string, wanted: string): string | undefined;
export declare function installProblem(folder: string): string | undefined;
