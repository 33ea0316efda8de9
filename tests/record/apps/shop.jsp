<%@ page contentType="text/html; charset=UTF-8" session="false" %><%-- What the app does is in the path: see modes.mjs. --%>
<%
  String path = request.getServletPath();
  if (path.equals("/raise")) throw new RuntimeException("the shelf is empty");
  if (path.startsWith("/abort/")) { response.sendError(Integer.parseInt(path.substring(7))); return; }
%>ok
