namespace Tarn.Bench;

/// <summary>Both sides must answer the same.</summary>
sealed class WrongAnswerException(string message) : Exception(message);
