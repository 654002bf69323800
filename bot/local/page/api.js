// The small API behind the page.

/** Returns the answer of the server. Throws an Error with the server's words where it refuses. */
async function read(response) {
  const body = await response.text();
  let data = null;
  try {
    data = JSON.parse(body);
  } catch {
    // A plain text is an error page of the server.
  }
  if (!response.ok) throw new Error(data?.error ?? body);
  return data;
}

export async function get(path) {
  return read(await fetch(`/chat/${path}`));
}

export async function post(path, body) {
  const form = body instanceof FormData;
  return read(
    await fetch(`/chat/${path}`, {
      method: "POST",
      body: form ? body : JSON.stringify(body),
      headers: form ? {} : { "content-type": "application/json" },
    }),
  );
}

/** Calls `onEvent` for all that happens, and `onState(online, first)` as the connection comes and goes. */
export function listen(onEvent, onState) {
  const source = new EventSource("/chat/events");
  let before = null;
  const tell = (online) => {
    if (before !== online) onState(online, before === null);
    before = online;
  };
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  source.onerror = () => tell(false);
  source.onopen = () => tell(true);
}
