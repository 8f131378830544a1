using System.Net;
using System.Text.Json;
using Tarn.Engine;
using Tarn.Iceberg;
using Tarn.Ingest;
using Tarn.Operate;
using Tarn.Project;
using Tarn.Security;
using Tarn.Transform;

namespace Tarn.Server.Problems;

/// <summary>The one place where exceptions become problems.</summary>
public static class ProblemMapper
{
    /// <summary>ENOSPC: .NET puts the errno of a failed system call in <see cref="Exception.HResult"/> on Unix.</summary>
    const int NoSpaceLeft = 28;

    public static Problem Of(Exception error) => error switch
    {
        ServerException server => server.Problem,
        EngineException engine => EngineProblems.Of(engine),
        IcebergException iceberg => new Problem(KindOf(iceberg.Kind), iceberg.Message),
        AccessException access => new Problem(KindOf(access.Kind), access.Message),
        OperateException operate => new Problem(operate.Kind == OperateErrorKind.NotFound ? ProblemKind.NotFound : ProblemKind.Storage, operate.Message),
        ProjectException project => new Problem(ProblemKind.InvalidValue, project.Message),
        IngestException ingest => new Problem(KindOf(ingest.Kind), ingest.Message),
        DbtException dbt => new Problem(KindOf(dbt.Kind), dbt.Message),
        BadHttpRequestException request => OfRequest(request),
        OperationCanceledException => new Problem(ProblemKind.Cancelled, "Cancelled before it ended; what was committed before stays."),
        TimeoutException timeout => new Problem(ProblemKind.Timeout, timeout.Message),
        OutOfMemoryException => new Problem(ProblemKind.OutOfMemory, "The process ran out of memory; nothing was committed by this request."),
        IOException { HResult: NoSpaceLeft } full => new Problem(ProblemKind.DiskFull, $"{full.Message} Free space and try again; nothing was committed by this request."),
        _ => new Problem(ProblemKind.Internal, $"This is a defect in Tarn, not in your request ({error.GetType().Name}: {error.Message}). The server's log has the details."),
    };

    static ProblemKind KindOf(IngestErrorKind kind) => kind switch
    {
        IngestErrorKind.UnknownConnection => ProblemKind.NotFound,
        IngestErrorKind.InvalidRequest => ProblemKind.InvalidRequest,
        _ => ProblemKind.Source,
    };

    static ProblemKind KindOf(DbtErrorKind kind) => kind switch
    {
        DbtErrorKind.NotYet => ProblemKind.Unsupported,
        DbtErrorKind.Database or DbtErrorKind.RunFailed => ProblemKind.Engine,
        _ => ProblemKind.InvalidValue,
    };

    static ProblemKind KindOf(SecurityErrorKind kind) => kind switch
    {
        SecurityErrorKind.Denied => ProblemKind.Forbidden,
        SecurityErrorKind.Exists => ProblemKind.AlreadyExists,
        SecurityErrorKind.NotFound => ProblemKind.NotFound,
        SecurityErrorKind.Invalid => ProblemKind.InvalidValue,
        _ => ProblemKind.Storage,
    };

    static ProblemKind KindOf(IcebergErrorKind kind) => kind switch
    {
        IcebergErrorKind.InvalidArgument => ProblemKind.InvalidValue,
        IcebergErrorKind.CorruptFile or IcebergErrorKind.ObjectNotFound => ProblemKind.CorruptFile,
        IcebergErrorKind.Unsupported => ProblemKind.Unsupported,
        IcebergErrorKind.StorageFull => ProblemKind.DiskFull,
        IcebergErrorKind.NoSuchNamespace or IcebergErrorKind.NoSuchTable or IcebergErrorKind.NoSuchView or IcebergErrorKind.NoSuchSnapshot => ProblemKind.UnknownTable,
        IcebergErrorKind.AlreadyExists => ProblemKind.AlreadyExists,
        IcebergErrorKind.NamespaceNotEmpty or IcebergErrorKind.CommitConflict => ProblemKind.Conflict,
        _ => ProblemKind.Storage,
    };

    static Problem OfRequest(BadHttpRequestException error)
    {
        if (error.StatusCode == (int)HttpStatusCode.RequestEntityTooLarge)
            return new Problem(ProblemKind.TooLarge, "The request's body is larger than the server accepts; nothing was done.") { Setting = "server.maxBodyBytes" };
        // The framework's words name the parameter; the JSON reader's, inside, name the place.
        var words = error.InnerException is JsonException json ? $"The body is not the JSON that is expected: {json.Message}" : error.Message;
        return new Problem(ProblemKind.InvalidRequest, words);
    }
}
