using System.Text.Json.Serialization;

namespace Tarn.Storage.Jobs;

/// <summary>Generated, because start-up counts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JobPhaseRecord[]))]
sealed partial class JobJson : JsonSerializerContext;
