import { updateLocks } from "./lock";

void updateLocks();
