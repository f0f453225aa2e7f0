/** The package ships no types. These are of what is used here. */
declare module "fs-native-extensions" {
  /** Asks the operating system for an exclusive lock. @returns false if another descriptor of the file holds it */
  export function tryLock(descriptor: number): boolean;
}
