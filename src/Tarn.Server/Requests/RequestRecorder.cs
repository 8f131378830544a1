using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Tarn.Operate.Metrics;
using Tarn.Server.Access;

namespace Tarn.Server.Requests;

/// <summary>Outermost: logs and measures each request, under the trace that its W3C <c>traceparent</c> names.</summary>
/// <remarks>The route's pattern is the label, never the path: paths are endless and would fill the registry.</remarks>
sealed class RequestRecorder
{
    const string NoRoute = "(none)";

    readonly RequestDelegate _next;
    readonly ILogger<RequestRecorder> _log;
    readonly TimeProvider _time;
    readonly Histogram _durations;

    public RequestRecorder(RequestDelegate next, ILogger<RequestRecorder> log, TimeProvider time, MetricRegistry metrics)
    {
        _next = next;
        _log = log;
        _time = time;
        _durations = metrics.Histogram(
            "tarn_http_request_duration_seconds", "From the request's first byte to the end of its answer.", Histogram.Seconds, "method", "route", "status");
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var began = _time.GetTimestamp();
        // Routing's outcome is lost when the answer is replaced by a problem; the activity outlives the handler.
        var trace = Activity.Current?.TraceId.ToHexString() ?? "";
        if (trace.Length > 0) context.Response.Headers["Trace-Id"] = trace;
        Pages.PageHeaders.AddCommon(context.Response.Headers);
        try
        {
            await _next(context);
        }
        finally
        {
            var elapsed = _time.GetElapsedTime(began);
            var status = context.Response.StatusCode;
            _durations.Observe(elapsed.TotalSeconds, Method(context.Request.Method), RouteOf(context), status.ToString(CultureInfo.InvariantCulture));
            var principal = context.Features.Get<Caller>()?.Principal.Name ?? "-";
            RequestLog.Answered(_log, context.Request.Method, context.Request.Path, status, elapsed.TotalMilliseconds, principal, trace);
        }
    }

    static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoRoute;

    /// <summary>Clients may send any word as a method.</summary>
    static string Method(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsDelete(method) || HttpMethods.IsPut(method) || HttpMethods.IsHead(method) ? method : "other";
}
