package io.github.packtrain.journal;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Makes random values of any record or sealed type by reflection, so that a new event or field is
 * tried without anybody thinking of it. Types whose constructors demand more than their components'
 * types say are given by {@link #with}.
 */
@NullMarked
final class AnyRecord {
  private final Random random;
  private final Map<Type, Supplier<Object>> special = new HashMap<>();

  AnyRecord(Random random) {
    this.random = random;
  }

  AnyRecord with(Class<?> type, Supplier<Object> supplier) {
    special.put(type, supplier);
    return this;
  }

  /** Every record type below a sealed one. */
  static List<Class<?>> leaves(Class<?> sealed) {
    List<Class<?>> leaves = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        leaves.addAll(leaves(permitted));
      } else {
        leaves.add(permitted);
      }
    }
    return leaves;
  }

  Object of(Type type) {
    Supplier<Object> supplier = special.get(type);
    if (supplier != null) {
      return supplier.get();
    }
    return switch (type) {
      case ParameterizedType parameterized -> container(parameterized);
      case Class<?> plain -> plain(plain);
      default -> throw new IllegalArgumentException("no values of " + type);
    };
  }

  private Object plain(Class<?> type) {
    if (type == long.class || type == Long.class) {
      return random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(1_000_000);
    }
    if (type == int.class || type == Integer.class) {
      return random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(1000);
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == double.class || type == Double.class) {
      return List.of(0.0, -1.5, Double.NaN, Double.NEGATIVE_INFINITY, random.nextGaussian())
          .get(random.nextInt(5));
    }
    if (type == String.class) {
      return List.of("", "a", "ä€😀", "x".repeat(300), "line\nline").get(random.nextInt(5));
    }
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    if (type.isSealed()) {
      List<Class<?>> leaves = leaves(type);
      return of(leaves.get(random.nextInt(leaves.size())));
    }
    if (type.isRecord()) {
      return record(type);
    }
    throw new IllegalArgumentException("no values of " + type);
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(components[i]);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " of " + Arrays.toString(values), e);
    }
  }

  private @Nullable Object component(RecordComponent component) {
    AnnotatedType annotated = component.getAnnotatedType();
    if (annotated.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
      return null;
    }
    return of(component.getGenericType());
  }

  private Object container(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    int size = random.nextInt(4);
    if (type.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        list.add(of(arguments[0]));
      }
      return list;
    }
    Map<Object, Object> map =
        type.getRawType() == SequencedMap.class ? new LinkedHashMap<>() : new TreeMap<>();
    if (!List.of(Map.class, SortedMap.class, SequencedMap.class).contains(type.getRawType())) {
      throw new IllegalArgumentException("no values of " + type);
    }
    for (int i = 0; i < size; i++) {
      map.put(of(arguments[0]), of(arguments[1]));
    }
    return map;
  }
}
