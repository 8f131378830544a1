using System.Collections.Immutable;
using Tarn.Iceberg.Commits;

namespace Tarn.Iceberg.Catalogs;

/// <summary>A change of one table: what must be true of it, and what becomes of it. All or nothing.</summary>
public sealed record TableCommit(TableIdentifier Identifier, ImmutableArray<TableRequirement> Requirements, ImmutableArray<TableUpdate> Updates);
