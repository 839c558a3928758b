import { get } from "../../api/client";

export const readColleagues = async () => (await get("/api/v1/staff/colleagues")).colleagues;
