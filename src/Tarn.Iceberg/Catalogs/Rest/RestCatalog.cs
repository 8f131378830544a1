using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Views;

namespace Tarn.Iceberg.Catalogs.Rest;

/// <summary>A catalog on another server, by the Iceberg REST protocol. Files are opened by this process through its own store.</summary>
public sealed class RestCatalog : ICatalog, IDisposable
{
    const int PageSize = 1_000;

    readonly RestSession _session;
    readonly IObjectStore _store;
    readonly RestPaths _paths;
    readonly IReadOnlySet<string> _endpoints;
    readonly KnownTables _known = new();

    RestCatalog(string name, RestSession session, IObjectStore store, RestPaths paths, IReadOnlySet<string> endpoints) =>
        (Name, _session, _store, _paths, _endpoints) = (name, session, store, paths, endpoints);

    public string Name { get; }

    /// <summary>Asks the server for its configuration.</summary>
    /// <exception cref="IcebergException">It cannot be reached, or refuses.</exception>
    public static async Task<RestCatalog> ConnectAsync(string name, RestCatalogOptions options, IObjectStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var session = new RestSession(options, time);
        try
        {
            var query = options.Warehouse is { } warehouse ? $"?warehouse={Uri.EscapeDataString(warehouse)}" : "";
            var reply = await session.SendAsync(HttpMethod.Get, "v1/config" + query, null, cancellationToken).ConfigureAwait(false);
            if (reply.Error is { } error) throw RestFailures.Of(error, IcebergErrorKind.InvalidArgument);
            var (paths, endpoints, keys) = reply.Read(ReadConfig);
            session.KeysAreKept = keys;
            return new RestCatalog(name, session, store, paths, endpoints);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose() => _session.Dispose();

    public async Task<IReadOnlyList<Namespace>> ListNamespacesAsync(Namespace parent, CancellationToken cancellationToken)
    {
        var filter = parent.IsRoot ? "" : $"parent={_paths.InQuery(parent)}&";
        return await PagesAsync($"{_paths.Namespaces}?{filter}", NamespaceMessages.ReadList, cancellationToken).ConfigureAwait(false);
    }

    public Task CreateNamespaceAsync(Namespace name, ImmutableSortedDictionary<string, string> properties, CancellationToken cancellationToken) =>
        ChangeAsync(_paths.Namespaces, writer => NamespaceMessages.Write(writer, name, properties), IcebergErrorKind.NoSuchNamespace, cancellationToken);

    public async Task<ImmutableSortedDictionary<string, string>?> LoadNamespaceAsync(Namespace name, CancellationToken cancellationToken)
    {
        if (name.IsRoot) return StringMaps.Empty;
        var reply = await _session.SendAsync(HttpMethod.Get, _paths.Of(name), null, cancellationToken).ConfigureAwait(false);
        return reply.Status == HttpStatusCode.NotFound ? null : Checked(reply, IcebergErrorKind.NoSuchNamespace).Read(NamespaceMessages.ReadProperties);
    }

    public Task UpdateNamespaceAsync(
        Namespace name, IReadOnlyDictionary<string, string> updates, IReadOnlyCollection<string> removals, CancellationToken cancellationToken) =>
        ChangeAsync($"{_paths.Of(name)}/properties", writer => NamespaceMessages.WriteUpdate(writer, updates, removals), IcebergErrorKind.NoSuchNamespace, cancellationToken);

    public Task<bool> DropNamespaceAsync(Namespace name, CancellationToken cancellationToken) =>
        DropAsync(_paths.Of(name), IcebergErrorKind.NamespaceNotEmpty, cancellationToken);

    public Task<IReadOnlyList<TableIdentifier>> ListTablesAsync(Namespace name, CancellationToken cancellationToken) => ListAsync($"{_paths.Of(name)}/tables?", cancellationToken);

    public Task<bool> TableExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) => ExistsAsync(_paths.Table(identifier), "tables/{table}", cancellationToken);

    public async Task<Table> LoadTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        var reply = await _session.SendAsync(HttpMethod.Get, _paths.Table(identifier) + "?snapshots=all", null, cancellationToken).ConfigureAwait(false);
        return TableOf(identifier, Checked(reply, IcebergErrorKind.NoSuchTable));
    }

    public async Task<Table> CreateTableAsync(TableCreation creation, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(
            $"{_paths.Of(creation.Identifier.Namespace)}/tables", writer => TableMessages.WriteCreation(writer, creation, staged: false), IcebergErrorKind.NoSuchNamespace, cancellationToken)
            .ConfigureAwait(false);
        return TableOf(creation.Identifier, reply);
    }

    public async Task<TableMetadata> StageTableAsync(TableCreation creation, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(
            $"{_paths.Of(creation.Identifier.Namespace)}/tables", writer => TableMessages.WriteCreation(writer, creation, staged: true), IcebergErrorKind.NoSuchNamespace, cancellationToken)
            .ConfigureAwait(false);
        return reply.Read(json => TableMessages.ReadTable(json)).Metadata;
    }

    public async Task<Table> RegisterTableAsync(TableIdentifier identifier, string metadataLocation, bool overwrite, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(
            $"{_paths.Of(identifier.Namespace)}/register", writer => TableMessages.WriteRegistration(writer, identifier.Name, metadataLocation, overwrite), IcebergErrorKind.NoSuchNamespace, cancellationToken)
            .ConfigureAwait(false);
        return TableOf(identifier, reply);
    }

    public Task<bool> DropTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        DropAsync(_paths.Table(identifier) + "?purgeRequested=false", IcebergErrorKind.CommitConflict, cancellationToken);

    /// <summary>Servers that do not know the operation are asked for the table and then to drop it: a commit in between is lost from the answer, not from the files.</summary>
    public async Task<Table?> UnregisterTableAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        if (Offers("POST", "tables/{table}/unregister"))
        {
            var reply = await _session.SendAsync(HttpMethod.Post, _paths.Table(identifier) + "/unregister", null, cancellationToken).ConfigureAwait(false);
            return reply.Status == HttpStatusCode.NotFound ? null : TableOf(identifier, Checked(reply, IcebergErrorKind.NoSuchTable));
        }
        if (!await TableExistsAsync(identifier, cancellationToken).ConfigureAwait(false)) return null;
        var table = await LoadTableAsync(identifier, cancellationToken).ConfigureAwait(false);
        return await DropTableAsync(identifier, cancellationToken).ConfigureAwait(false) ? table : null;
    }

    public Task<bool> PurgeTableAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        DropAsync(_paths.Table(identifier) + "?purgeRequested=true", IcebergErrorKind.CommitConflict, cancellationToken);

    public Task RenameTableAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) =>
        ChangeAsync(_paths.Root + "tables/rename", writer => TableMessages.WriteRename(writer, from, to), IcebergErrorKind.NoSuchTable, cancellationToken);

    public async Task<CommitOutcome> CommitAsync(TableCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _session.SendAsync(HttpMethod.Post, _paths.Table(commit.Identifier), writer => TableMessages.WriteCommit(writer, commit), cancellationToken).ConfigureAwait(false);
            if (Failed(reply, IcebergErrorKind.NoSuchTable) is { } failure)
                return failure.Kind == IcebergErrorKind.CommitConflict ? new CommitOutcome.Conflict(failure.Message) : new CommitOutcome.Unknown(failure);
            var (metadata, location) = _known.Read(commit.Identifier, reply);
            return new CommitOutcome.Committed(metadata, location ?? throw IcebergException.Corrupt($"The catalog's answer to the commit of {commit.Identifier} names no metadata file"));
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.OutcomeUnknown)
        {
            return new CommitOutcome.Unknown(e);
        }
    }

    public async Task<TransactionOutcome> CommitTransactionAsync(IReadOnlyList<TableCommit> commits, CancellationToken cancellationToken)
    {
        if (commits.Count == 0) return new TransactionOutcome.Committed([]);
        try
        {
            var reply = await _session.SendAsync(
                HttpMethod.Post, _paths.Root + "transactions/commit", writer => TableMessages.WriteTransaction(writer, commits), cancellationToken).ConfigureAwait(false);
            if (Failed(reply, IcebergErrorKind.NoSuchTable) is { } failure)
                return failure.Kind == IcebergErrorKind.CommitConflict ? new TransactionOutcome.Conflict(commits[0].Identifier, failure.Message) : new TransactionOutcome.Unknown(failure);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.OutcomeUnknown)
        {
            return new TransactionOutcome.Unknown(e);
        }
        // The protocol answers nothing: the tables as they are now hold the commits.
        var tables = new List<CommitOutcome.Committed>();
        foreach (var commit in commits)
        {
            var table = await LoadTableAsync(commit.Identifier, cancellationToken).ConfigureAwait(false);
            tables.Add(new CommitOutcome.Committed(table.Metadata, table.MetadataLocation));
        }
        return new TransactionOutcome.Committed(tables);
    }

    public async Task<IReadOnlyList<TableIdentifier>> ListViewsAsync(Namespace name, CancellationToken cancellationToken) =>
        Offers("GET", "views") ? await ListAsync($"{_paths.Of(name)}/views?", cancellationToken).ConfigureAwait(false) : [];

    public async Task<bool> ViewExistsAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        Offers("GET", "views/{view}") && await ExistsAsync(_paths.View(identifier), "views/{view}", cancellationToken).ConfigureAwait(false);

    public async Task<View> LoadViewAsync(TableIdentifier identifier, CancellationToken cancellationToken)
    {
        if (!Offers("GET", "views/{view}")) throw new IcebergException(IcebergErrorKind.NoSuchView, $"View does not exist: {identifier} (the catalog {Name} has no views)");
        var reply = await _session.SendAsync(HttpMethod.Get, _paths.View(identifier), null, cancellationToken).ConfigureAwait(false);
        return ViewOf(identifier, Checked(reply, IcebergErrorKind.NoSuchView));
    }

    public async Task<View> CreateViewAsync(ViewCreation creation, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(
            $"{_paths.Of(creation.Identifier.Namespace)}/views", writer => ViewMessages.WriteCreation(writer, creation), IcebergErrorKind.NoSuchNamespace, cancellationToken).ConfigureAwait(false);
        return ViewOf(creation.Identifier, reply);
    }

    public async Task<View> RegisterViewAsync(TableIdentifier identifier, string metadataLocation, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(
            $"{_paths.Of(identifier.Namespace)}/register-view", writer => TableMessages.WriteRegistration(writer, identifier.Name, metadataLocation, overwrite: false), IcebergErrorKind.NoSuchNamespace, cancellationToken)
            .ConfigureAwait(false);
        return ViewOf(identifier, reply);
    }

    public Task<bool> DropViewAsync(TableIdentifier identifier, CancellationToken cancellationToken) =>
        DropAsync(_paths.View(identifier), IcebergErrorKind.CommitConflict, cancellationToken);

    public Task RenameViewAsync(TableIdentifier from, TableIdentifier to, CancellationToken cancellationToken) =>
        ChangeAsync(_paths.Root + "views/rename", writer => TableMessages.WriteRename(writer, from, to), IcebergErrorKind.NoSuchView, cancellationToken);

    public async Task<ViewCommitOutcome> CommitViewAsync(ViewCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _session.SendAsync(HttpMethod.Post, _paths.View(commit.Identifier), writer => ViewMessages.WriteCommit(writer, commit), cancellationToken).ConfigureAwait(false);
            if (Failed(reply, IcebergErrorKind.NoSuchView) is { } failure)
                return failure.Kind == IcebergErrorKind.CommitConflict ? new ViewCommitOutcome.Conflict(failure.Message) : new ViewCommitOutcome.Unknown(failure);
            var (metadata, location) = reply.Read(ViewMessages.ReadView);
            return new ViewCommitOutcome.Committed(metadata, location);
        }
        catch (IcebergException e) when (e.Kind == IcebergErrorKind.OutcomeUnknown)
        {
            return new ViewCommitOutcome.Unknown(e);
        }
    }

    async Task<IReadOnlyList<TableIdentifier>> ListAsync(string path, CancellationToken cancellationToken) =>
        await PagesAsync(path, NamespaceMessages.ReadIdentifiers, cancellationToken).ConfigureAwait(false);

    async Task<List<T>> PagesAsync<T>(string path, Func<JsonElement, (ImmutableArray<T> Items, string? Next)> read, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        for (string? token = ""; token is not null;)
        {
            var reply = await _session.SendAsync(HttpMethod.Get, $"{path}pageToken={Uri.EscapeDataString(token)}&pageSize={PageSize}", null, cancellationToken).ConfigureAwait(false);
            var (items, next) = Checked(reply, IcebergErrorKind.NoSuchNamespace).Read(read);
            all.AddRange(items);
            token = string.IsNullOrEmpty(next) ? null : next;
        }
        return all;
    }

    async Task<bool> ExistsAsync(string path, string endpoint, CancellationToken cancellationToken)
    {
        var method = Offers("HEAD", endpoint) ? HttpMethod.Head : HttpMethod.Get;
        var reply = await _session.SendAsync(method, path, null, cancellationToken).ConfigureAwait(false);
        if (reply.Status == HttpStatusCode.NotFound) return false;
        _ = Checked(reply, IcebergErrorKind.NoSuchTable);
        return true;
    }

    async Task<bool> DropAsync(string path, IcebergErrorKind conflict, CancellationToken cancellationToken)
    {
        var reply = await _session.SendAsync(HttpMethod.Delete, path, null, cancellationToken).ConfigureAwait(false);
        if (reply.Status == HttpStatusCode.NotFound) return false;
        return reply.Error is { } error ? throw RestFailures.Of(error, IcebergErrorKind.NoSuchTable, conflict) : true;
    }

    async Task<RestReply> ChangeAsync(string path, Action<Utf8JsonWriter> body, IcebergErrorKind missing, CancellationToken cancellationToken) =>
        Checked(await _session.SendAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false), missing);

    /// <summary>What became of a commit: null for success, a conflict, or a failure after which it may have happened. Everything else is certain and thrown.</summary>
    static IcebergException? Failed(RestReply reply, IcebergErrorKind missing)
    {
        if (reply.Error is not { } error) return null;
        var failure = RestFailures.Of(error, missing, IcebergErrorKind.CommitConflict);
        return failure.Kind is IcebergErrorKind.CommitConflict or IcebergErrorKind.OutcomeUnknown or IcebergErrorKind.Unavailable ? failure : throw failure;
    }

    static RestReply Checked(RestReply reply, IcebergErrorKind missing) => reply.Error is { } error ? throw RestFailures.Of(error, missing) : reply;

    Table TableOf(TableIdentifier identifier, RestReply reply)
    {
        var (metadata, location) = _known.Read(identifier, reply);
        return new Table(identifier, metadata, location ?? "", this, _store);
    }

    static View ViewOf(TableIdentifier identifier, RestReply reply)
    {
        var (metadata, location) = reply.Read(ViewMessages.ReadView);
        return new View(identifier, metadata, location);
    }

    /// <param name="method">The method.</param>
    /// <param name="below">The path below a namespace, as the specification writes it.</param>
    bool Offers(string method, string below) => _endpoints.Contains($"{method} /v1/{{prefix}}/namespaces/{{namespace}}/{below}");

    static (RestPaths Paths, IReadOnlySet<string> Endpoints, bool Keys) ReadConfig(JsonElement json)
    {
        var settings = json.StringMap("defaults", "catalog configuration").SetItems(json.StringMap("overrides", "catalog configuration"));
        var endpoints = json.ListOrEmpty("endpoints", "catalog configuration", static item => item.GetString() ?? "").ToHashSet(StringComparer.Ordinal);
        var paths = new RestPaths(settings.GetValueOrDefault("prefix"), settings.GetValueOrDefault("namespace-separator") ?? "%1F");
        return (paths, endpoints, json.Optional("idempotency-key-lifetime") is not null);
    }
}
