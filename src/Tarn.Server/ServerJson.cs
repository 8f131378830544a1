using System.Text.Json.Serialization;
using Tarn.Server.Frames;
using Tarn.Server.Health;
using Tarn.Server.Identity;
using Tarn.Server.Problems;

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
sealed partial class ServerJson : JsonSerializerContext;
