import { get, patch, post, put, remove } from "../../api/client";
import type { Account, Department, Role, Shift } from "../../api/types";
import { readAll } from "../../app/loaded";

const MOST = 500;

export const readPeople = () =>
  readAll(async (cursor) => {
    const page = await get("/api/v1/staff", { query: { limit: 100, cursor } });
    return { items: page.staff, cursor: page.cursor };
  }, MOST);
export const readRoles = () => get("/api/v1/roles");

export interface Profile {
  name: string;
  role: Role;
  departments: Department[];
}

export const invite = (email: string, profile: Profile) =>
  post("/api/v1/staff", { body: { email, ...profile } });
export const edit = (
  { id }: Pick<Account, "id">,
  changes: Partial<Profile> & { isDisabled?: boolean },
) => patch("/api/v1/staff/{id}", { path: { id }, body: changes });
export const reset = ({ id }: Pick<Account, "id">) =>
  post("/api/v1/staff/{id}/reset", { path: { id } });
export const dropSecondFactor = ({ id }: Pick<Account, "id">) =>
  remove("/api/v1/staff/{id}/totp", { path: { id } });
export const readHours = (id: string) => get("/api/v1/staff/{id}/hours", { path: { id } });
export const setHours = (id: string, hours: Shift[]) =>
  put("/api/v1/staff/{id}/hours", { path: { id }, body: { hours } });
