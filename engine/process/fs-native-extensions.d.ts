/** The package ships no types. These are of what is used here. */
declare module "fs-native-extensions" {
  /** Asks the operating system for a lock, exclusive unless it is shared. @returns false if another descriptor of the file holds one against it */
  export function tryLock(descriptor: number, options?: { readonly shared?: boolean }): boolean;
}
