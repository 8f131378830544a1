using Tarn.Engine.Native;
using Tarn.Engine.Scans;
using Tarn.Engine.Scans.Files;
using Tarn.Engine.Sql.Dialects;
using Tarn.Engine.Sql.Lexing;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Manifests.Columns;
using Tarn.Iceberg.Storage;
using Tarn.Security.Identity;
using Tarn.Security.Roles;

namespace Tarn.Engine.Sessions;

/// <summary>The tables of a project folder and the executor over them: one a process. Opens sessions, which run statements.</summary>
/// <remarks>
/// Two instances of the executor: users' SQL runs in a sandbox; <see cref="Trusted"/> is for the process's own reading and writing of files and no
/// user's text ever reaches it. Both are opened when they are first needed.
/// </remarks>
public sealed class Lakehouse : IAsyncDisposable
{
    readonly Lazy<Sandbox> _sandbox;
    readonly Lazy<(Instance Instance, ScanBuilder Scans)> _trusted;
    readonly Lazy<ScanBuilder> _sandboxScans;
    readonly Lazy<TableScans> _scans;
    readonly BoundedCache<(string Text, TextSlice Query, string Namespace, string Catalogs, ForeignDialect? Foreign), QueryAnalysis> _analyses;

    public Lakehouse(ICatalog catalog, IObjectStore store, IAuthorizer authorizer, LakehouseOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Catalog, Store, Authorizer, Options, Time) = (catalog, store, authorizer, options, time);
        Admission = new Admission(options.Sql.MaxConcurrentStatements, options.MaxWaitingStatements);
        Files = new ReadableFiles(store, Path.Combine(options.TemporaryFolder, "copies"));
        _sandbox = new(OpenSandbox);
        _sandboxScans = new(() => new ScanBuilder(store, Sandbox.Functions, Files));
        _scans = new(() => new TableScans(SandboxScans, options.PlanCacheEntries));
        _trusted = new(OpenTrusted);
        _analyses = new(options.AnalysisCacheEntries);
        Manifests = new ManifestCache(options.ManifestCacheBytes);
    }

    public ICatalog Catalog { get; }

    public IObjectStore Store { get; }

    public LakehouseOptions Options { get; }

    /// <summary>An instance without the sandbox's bars, for reading sources and writing files. Its SQL is ours alone.</summary>
    public Instance Trusted => _trusted.Value.Instance;

    /// <summary>Manifests that were read, for all scans of this process.</summary>
    public ManifestCache Manifests { get; }

    /// <summary>The tables' files in forms that both instances read.</summary>
    internal ReadableFiles Files { get; }

    /// <summary>Scans of tables on the trusted instance.</summary>
    internal ScanBuilder TrustedScans => _trusted.Value.Scans;

    internal IAuthorizer Authorizer { get; }

    internal TimeProvider Time { get; }

    internal Admission Admission { get; }

    internal Sandbox Sandbox => _sandbox.Value;

    /// <summary>Scans of tables in the sandbox.</summary>
    internal ScanBuilder SandboxScans => _sandboxScans.Value;

    internal TableScans Scans => _scans.Value;

    /// <summary>Why a principal may not do something, for work that is no statement; null where it may.</summary>
    public string? MayNot(Principal principal, Permission permission, SecuredObject target) =>
        Authorizer.Decide(principal, permission, target) is Decision.Denied denied ? denied.Reason : null;

    /// <summary>A session on behalf of a principal. Sessions are cheap and may run several statements at once.</summary>
    public Session OpenSession(Principal principal, SessionOptions? options = null) => new(this, principal, options ?? new SessionOptions());

    /// <summary>Closes the executor. Statements must have ended before.</summary>
    public ValueTask DisposeAsync()
    {
        if (_sandbox.IsValueCreated) _sandbox.Value.Dispose();
        if (_trusted.IsValueCreated) _trusted.Value.Instance.Dispose();
        Admission.Dispose();
        if (Directory.Exists(Options.TemporaryFolder)) Directory.Delete(Options.TemporaryFolder, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal QueryAnalysis Analyze(SqlText sql, TextSlice query, NameSpaceContext context, Connection connection, ForeignDialect? foreign = null)
    {
        var key = (sql.Text, query, string.Join('.', context.DefaultNamespace), string.Join('.', context.CatalogAliases), foreign);
        if (_analyses.TryGet(key, out var known)) return known;
        var analyzer = new QueryAnalyzer(
            text => connection.Scalar("SELECT json_serialize_sql($1::VARCHAR)", [text], CancellationToken.None) ?? throw new System.Diagnostics.UnreachableException(), foreign);
        var analysis = analyzer.Analyze(sql, query, context);
        _analyses.Set(key, analysis);
        return analysis;
    }

    Sandbox OpenSandbox() => Sandbox.Open(Options);

    (Instance Instance, ScanBuilder Scans) OpenTrusted()
    {
        var spill = Directory.CreateDirectory(Path.Combine(Options.TemporaryFolder, "trusted")).FullName;
        var settings = new Dictionary<string, string> { ["temp_directory"] = spill, ["preserve_insertion_order"] = "false" };
        if (Options.Sql.MemoryLimit is { } memory) settings["memory_limit"] = $"{memory.Bytes}B";
        if (Options.Sql.Threads is { } threads) settings["threads"] = $"{threads}";
        var instance = Instance.Open(null, settings);
        TransformFunctions.Install(instance);
        VariantEncoding.Install(instance);
        return (instance, new ScanBuilder(Store, ScanFunctions.Install(instance), Files));
    }
}
