using System.Text.Json.Serialization;

namespace Tarn.Server.Instance;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunningServer))]
sealed partial class InstanceJson : JsonSerializerContext;
