using System.Text.Json.Serialization;
using Tarn.Server.Builds;
using Tarn.Server.Catalog;
using Tarn.Server.Completion;
using Tarn.Server.Docs;
using Tarn.Server.Drafts;
using Tarn.Server.Events;
using Tarn.Server.Frames;
using Tarn.Server.Health;
using Tarn.Server.Home;
using Tarn.Server.Identity;
using Tarn.Server.Jobs;
using Tarn.Server.Problems;
using Tarn.Server.Profiles;
using Tarn.Server.Queries;
using Tarn.Server.QueryApi;
using Tarn.Server.SqlPage;
using Tarn.Server.Syncs;

namespace Tarn.Server;

/// <summary>How wire types become JSON, generated at build time: camelCase, without nulls, 64-bit integers exact.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ExactLong), typeof(UtcInstant)])]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(SessionCall))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(DremioLoginCall))]
[JsonSerializable(typeof(DremioLoginAnswer))]
[JsonSerializable(typeof(ReadinessAnswer))]
[JsonSerializable(typeof(FrameHeader))]
[JsonSerializable(typeof(CatalogAnswer))]
[JsonSerializable(typeof(TableAnswer))]
[JsonSerializable(typeof(FindAnswer))]
[JsonSerializable(typeof(DocsAnswer))]
[JsonSerializable(typeof(DocAnswer))]
[JsonSerializable(typeof(TimelineAnswer))]
[JsonSerializable(typeof(FilesAnswer))]
[JsonSerializable(typeof(DiffCall))]
[JsonSerializable(typeof(DiffAnswer))]
[JsonSerializable(typeof(HomeAnswer))]
[JsonSerializable(typeof(SyncsAnswer))]
[JsonSerializable(typeof(SyncAnswer))]
[JsonSerializable(typeof(SyncRunCall))]
[JsonSerializable(typeof(ResetEffect))]
[JsonSerializable(typeof(ResetCall))]
[JsonSerializable(typeof(ModelsAnswer))]
[JsonSerializable(typeof(ModelDetail))]
[JsonSerializable(typeof(BuildCall))]
[JsonSerializable(typeof(QueriesAnswer))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(SaveCall))]
[JsonSerializable(typeof(DraftsAnswer))]
[JsonSerializable(typeof(DraftAnswer))]
[JsonSerializable(typeof(DraftCall))]
[JsonSerializable(typeof(ProfileAnswer))]
[JsonSerializable(typeof(CheckCall))]
[JsonSerializable(typeof(TextCheckAnswer))]
[JsonSerializable(typeof(CompletionAnswer))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(JobsAnswer))]
[JsonSerializable(typeof(CommitAnswer))]
[JsonSerializable(typeof(RunCall))]
[JsonSerializable(typeof(ExportCall))]
[JsonSerializable(typeof(CompleteCall))]
[JsonSerializable(typeof(SqlCall))]
[JsonSerializable(typeof(SqlAnswer))]
[JsonSerializable(typeof(QueryJobAnswer))]
[JsonSerializable(typeof(IReadOnlyList<ResultColumnAnswer>))]
[JsonSerializable(typeof(SummaryRow))]
sealed partial class ServerJson : JsonSerializerContext;
