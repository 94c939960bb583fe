"""Whether a text is an address that the executor can ask."""

from urllib.parse import urlsplit


def why_no_api(text: str) -> str:
    """Why a text is no URL of an API; "" if it is one."""
    like = "such as http://127.0.0.1:5000/v3"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return f"is no URL {like}"
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        return f"is no URL {like}"
    if "@" in parts.netloc:
        return "names a user, which everybody could read: put it into the file of `credentials`"
    if parts.query or parts.fragment or not text.isascii() or " " in text:
        return f"is more than the URL of an API {like}"
    return ""


def why_no_server(text: str) -> str:
    """Why a text is no "host:port"; "" if it is one."""
    why = f"`{text}` is no server such as 127.0.0.1:11211"
    try:
        parts = urlsplit(f"//{text}")
        is_server = bool(parts.hostname and parts.port) and parts.netloc == text
    except ValueError:
        return why
    return "" if is_server and "@" not in text else why
