//! What API Gateway makes of a browser's request, and of a function's answer: payload format 2.0 of its HTTP API.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::{Request, Response, header};
use serde_json::{Value, json};

/// The event of a request. A body that is no text always comes in base 64, others when `in_base64` says so.
pub fn event(request: &Request<Bytes>, in_base64: bool) -> Value {
    let (path, method) = (request.uri().path(), request.method().as_str());
    let mut headers = serde_json::Map::new();
    let mut cookies = Vec::new();
    for (name, value) in request.headers() {
        // API Gateway hands on no header that is not text.
        let Ok(value) = value.to_str() else { continue };
        if name == header::COOKIE {
            cookies.extend(value.split("; ").map(str::to_owned));
        } else {
            headers.insert(name.as_str().to_owned(), value.into());
        }
    }
    let host = headers.entry("host").or_insert_with(|| "xueshi.test".into()).clone();
    let text = (!in_base64).then(|| String::from_utf8(request.body().to_vec()).ok()).flatten();
    let is_text = text.is_some();
    let mut event = json!({
        "version": "2.0",
        "routeKey": format!("{method} {path}"),
        "rawPath": path,
        "rawQueryString": request.uri().query().unwrap_or_default(),
        "headers": headers,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "api",
            "domainName": host,
            "domainPrefix": "xueshi",
            "http": {
                "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test",
            },
            "requestId": "request",
            "routeKey": format!("{method} {path}"),
            "stage": "$default",
            "time": "20/Nov/2026:02:00:00 +0000",
            "timeEpoch": 1_795_140_000_000_u64,
        },
        "isBase64Encoded": !is_text,
    });
    // What is empty is left out.
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    if !request.body().is_empty() {
        event["body"] = text.unwrap_or_else(|| BASE64.encode(request.body())).into();
    }
    event
}

/// The answer that goes to the browser; `None` if the function's is none, and API Gateway would answer 500 by itself.
pub fn response(answer: &Value) -> Option<Response<Bytes>> {
    let status = u16::try_from(answer["statusCode"].as_u64()?).ok()?;
    let mut response = Response::builder().status(status);
    let single = answer["headers"].as_object();
    for (name, value) in single.into_iter().flatten() {
        response = response.header(name, value.as_str()?);
    }
    for (name, values) in answer["multiValueHeaders"].as_object().into_iter().flatten() {
        for value in values.as_array().into_iter().flatten() {
            if !single.is_some_and(|single| single.contains_key(name)) {
                response = response.header(name, value.as_str()?);
            }
        }
    }
    for cookie in answer["cookies"].as_array().into_iter().flatten() {
        response = response.header(header::SET_COOKIE, cookie.as_str()?);
    }
    let text = answer["body"].as_str().unwrap_or_default();
    let body = if answer["isBase64Encoded"] == true { BASE64.decode(text).ok()? } else { text.as_bytes().to_vec() };
    response.body(Bytes::from(body)).ok()
}
